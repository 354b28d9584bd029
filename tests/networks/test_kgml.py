import pytest
from worked_networks import cases

from hf_mathseq.networks import NetworkError
from hf_mathseq.networks.edge_list import from_edge_list
from hf_mathseq.networks.kgml import from_kgml

CASES = cases("kgml_cases")
DOCTYPE = '<!DOCTYPE pathway SYSTEM "https://www.kegg.jp/kegg/xml/KGML_v0.7.2_.dtd">'
LAUGHS = (
    '<!DOCTYPE pathway [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]><pathway>&c;'
    "</pathway>"
)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_worked_maps(case, tmp_path):
    path = tmp_path / "map.xml"
    path.write_text(case["xml"], encoding="utf-8")
    for source in (case["xml"], path, str(path)):
        if case["accepted"]:
            assert from_kgml(source) == from_edge_list(case["raw_edges"], boundary="merge")
        else:
            with pytest.raises(NetworkError, match=r"several products|no reactions"):
                from_kgml(source)


def test_all_pairs_keeps_reactions_with_several_products():
    dropped = next(case for case in CASES if case["id"] == "k03")
    pairs = [("cpd:C1", "cpd:C2"), ("cpd:C2", "cpd:C3"), ("cpd:C2", "cpd:C4")]
    network = from_kgml(dropped["xml"], multi_product="all_pairs")
    assert network == from_edge_list(pairs, boundary="merge")


def test_the_document_type_of_published_maps_is_read_past():
    xml = CASES[0]["xml"].replace("?>", "?>" + DOCTYPE, 1)
    assert from_kgml(xml) == from_kgml(CASES[0]["xml"])


def test_steps_from_a_compound_to_itself_do_not_count():
    step = '<reaction name="r"><substrate name="{}"/><product name="{}"/></reaction>'
    once = step.format("A", "B")
    xml = f"<pathway>{once}{step.format('A', 'A')}</pathway>"
    assert from_kgml(xml) == from_kgml(f"<pathway>{once}</pathway>")


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        (LAUGHS, "declarations of its own"),
        ('<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><pathway>&x;</pathway>', "declar"),
        ('<!DOCTYPE p [<!ATTLIST reaction name CDATA "x">]><pathway/>', "declarations"),
        ("<pathway><reaction></pathway>", "broken XML"),
        ("<pathway>", "broken XML"),
        ("<pathway>&undefined;</pathway>", "broken XML"),
        ('<?xml version="1.0" encoding="no-such"?><pathway/>', "no reactions|broken XML"),
        ("<sbml/>", "not a KGML map"),
        ("<pathway><reaction name='r'><substrate/></reaction></pathway>", "has no name"),
        ("<pathway><reaction name='r'/></pathway>", "no reaction of the map leads"),
    ],
)
def test_bad_maps_give_one_line(xml, message, tmp_path):
    path = tmp_path / "map.xml"
    path.write_bytes(xml.encode())
    for source in (xml, path):
        with pytest.raises(NetworkError, match=message) as refused:
            from_kgml(source)
        assert "\n" not in str(refused.value)


def test_steps_are_counted_before_they_are_made():
    sides = [
        [f"<{side} name='{side}{i}'/>" for i in range(1001)] for side in ("substrate", "product")
    ]
    xml = f"<pathway><reaction>{''.join(sides[0] + sides[1])}</reaction></pathway>"
    with pytest.raises(NetworkError, match="1002001 steps"):
        from_kgml(xml, multi_product="all_pairs")


def test_bad_bytes_and_options(tmp_path):
    path = tmp_path / "map.xml"
    path.write_bytes(b"\x00\xff\xfe<pathway>")
    with pytest.raises(NetworkError, match="broken XML"):
        from_kgml(path)
    with pytest.raises(NetworkError, match="unknown multi_product 'keep'"):
        from_kgml(path, multi_product="keep")
    with pytest.raises(OSError, match="No such file"):
        from_kgml(tmp_path / "none.xml")
