"""The page on publishing runs as it stands, without a server."""

from pages import DOCS, blocks_of, run_block

PAGE = "publishing.md"


def test_page(tmp_path, monkeypatch, capsys):
    (tmp_path / "model_cards").symlink_to(DOCS.parent / "model_cards")
    blocks = blocks_of(PAGE)
    assert {language for language, _ in blocks} == {"bash", "python"}
    for language, text in blocks:
        run_block(language, text, tmp_path, monkeypatch)
    out = capsys.readouterr().out
    assert out.count("dry run: would send") == 3
    assert "new     " in out
    assert "transpose-sample/train-00000.parquet" in out
    assert "https://huggingface.co/datasets/hf-mathseq/linear-algebra" in out
