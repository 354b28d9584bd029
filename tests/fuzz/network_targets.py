"""Readers of networks that others wrote: lists of edges, JSON, KGML."""

import json

from fuzz_mutations import mutated_value
from fuzz_target import Target

EDGES = (
    "intake -> A\nA -> B 2.5\nB -> excretion", "intake,A\nA,B,3\nA,C,1/3\nB,excretion\nC,excretion",
    'intake -> "a b"; "a b" <-> C 2; C --> excretion # end',
    "source\ttarget\nintake\tA\nA\tB\t1e-3",
    "intake A\nA excretion 7", "u,v\nintake,G6P\nG6P,F6P,0.5\nF6P,excretion,2",
)  # fmt: skip
OBJECTS = (
    {"n": 2, "vertex_names": ["A", "B"], "edges": [[0, 1], [1, 2], [2, 3]], "intakes": [1]},
    {"n": 3, "edges": [[0, 1, 1], [1, 2, "2/5"], [2, 3, 0.25], [3, 4, 7]], "excretions": [2]},
    {"vertex_names": ["glc", "pyr"], "edges": [[1, 2]], "intakes": [1], "excretions": [2]},
)
KGML = (
    '<?xml version="1.0"?>\n<!DOCTYPE pathway SYSTEM "https://www.kegg.jp/kegg/xml/KGML.dtd">\n'
    '<pathway name="path:hsa00010" org="hsa"><entry id="1" name="cpd:C1" type="compound"/>'
    '<reaction id="9" name="rn:R1" type="reversible"><substrate id="1" name="cpd:C1"/>'
    '<product id="2" name="cpd:C2"/></reaction><reaction id="8" name="rn:R2" type="irreversible">'
    '<substrate name="cpd:C2"/><product name="cpd:C3"/></reaction></pathway>',
    '<pathway><reaction name="a"><substrate name="A"/><product name="B"/></reaction>'
    '<reaction name="b"><substrate name="B"/><substrate name="C"/><product name="D"/></reaction>'
    "</pathway>",
)
SIGNS = (
    "->", "-->", "<->", "=>", "<=>", "⇌", "→", "intake", "excretion", "A", "B", '"', ",", ";", "\t",
    "\n", "#", " ", "source", "target", "1/3", "2.5",
)  # fmt: skip
BRACES = ("{", "}", "[", "]", ":", ",", '"n"', '"edges"', '"intakes"', "null", "true", "1e5", "NaN")
TAGS = (
    "<", ">", "/>", "</", "=", '"', "pathway", "reaction", "substrate", "product", " name=", "<!--",
    "-->", "<![CDATA[", "]]>", "<?", "?>", "<!DOCTYPE p [", "]>", '<!ENTITY a "b">', "&a;", "&#0;",
    "&#xD800;", "&amp;", 'encoding="utf-16"', 'encoding="no-such"', "xmlns:a=", "type=",
)  # fmt: skip


def _reader(format):
    def reader():
        from hf_mathseq.networks.reading import read_network

        return lambda given: _size(read_network(given, format, files=False))

    return reader


def _size(network):
    return f"{network.n} {len(network.edges)}" if network.n < 6 else "larger"


def targets():
    texts = [json.dumps(found) for found in OBJECTS]
    return (
        Target("edge-list", _reader("edges"), lambda: EDGES, words=SIGNS),
        Target("json-text", _reader("json"), lambda: texts, words=BRACES),
        Target("json-object", _reader("json"), lambda: OBJECTS, mutated_value, ("n", "edges")),
        Target("kgml", _reader("kgml"), lambda: KGML, words=TAGS),
        Target(
            "network-text",
            _reader(None),
            lambda: (*EDGES, *texts, *KGML),
            words=(*SIGNS, *BRACES, *TAGS),
        ),
    )
