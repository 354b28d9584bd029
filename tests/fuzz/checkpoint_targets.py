"""Published checkpoints: spoiled as bytes, and as networks in files that are whole."""

import gzip
import io
import sys
import tarfile
import zipfile
from collections import OrderedDict
from functools import cache
from pathlib import Path

import numpy as np
from fuzz_edits import mutated_edits, odd_byte, place_of
from fuzz_files import FILE_ERRORS, PICKLE_WORDS, written
from fuzz_mutations import LETTERS, mutated_bytes, mutated_value
from fuzz_target import Target
from fuzz_watch import unwatched

sys.path.append(str(Path(__file__).parents[1]))

LAYOUTS = {
    "flat": ("checkpoints/flat_tiny.npz", {64: 8, 256: 32, 48: 12}, "integration/fwd"),
    "layered": (
        "linear_algebra/tiny_model.npz",
        {24: 6, 96: 24, 16: 4, 64: 16, 32: 12},
        "linear_algebra/transpose",
    ),
}
"""Layout -> a stored network of it, the sizes that its own are brought to, and its task."""
PARAMS = {"n_enc_heads": 2, "n_dec_heads": 2, "max_output_len": 9, "beam_size": 2}
SIDES = ("encoder", "decoder")
NAMES = (
    "embeddings.weight", "position_embeddings.weight", "attentions.0.q_lin.weight", "proj.bias",
    "layers.0.self_attention.q_lin.weight", "attentions.9999.q_lin.weight", "ffns.0.lin1.weight",
    "layers.9999.self_attention.q_lin.weight", "layer_norm15.3.bias", "module.x", "", "\n", "gate",
)  # fmt: skip
OPTION_NAMES = (
    *("n_heads", "n_enc_heads", "n_dec_heads", "beam_size", "max_len", "max_output_len"),
    *("beam_length_penalty", "beam_early_stopping", "gelu_activation", "lstm", "enc_loop_idx"),
)
FORMS = ("zip", "legacy", "tar", "tar.gz")


@cache
def _kinds():
    """Return the ways to spoil a tensor; torch is imported where they are needed."""
    import torch

    return {
        "half": lambda t: t.half(),
        "double": lambda t: t.double(),
        "bytes": lambda t: t.to(torch.uint8),
        "complex": lambda t: t.to(torch.complex64),
        "truth": lambda t: t > 0,
        "no number": lambda t: t * float("nan"),
        "infinite": lambda t: t * float("inf"),
        "scalar": lambda t: t.sum(),
        "empty": lambda t: t[:0],
        "no width": lambda t: t[..., :0],
        "narrower": lambda t: t[..., :-1],
        "shorter": lambda t: t[:-1],
        "flat": lambda t: t.flatten(),
        "deeper": lambda t: t[None],
        "expanded": lambda t: t[:1].expand(1 << 20, *t.shape[1:]),
        "backwards": lambda t: t.T if t.ndim == 2 else t,
        "parameter": torch.nn.Parameter,
        "sparse": lambda t: t.to_sparse(),
        "meta": lambda t: t.to("meta"),
        "a list": lambda t: t.tolist(),
        "nothing": lambda t: None,
        "a text": lambda t: "x",
    }


@cache
def _network(layout):
    import torch
    from published_checkpoints import DATA, widened

    file, sizes, _ = LAYOUTS[layout]
    words = len(_words(layout))
    sides = {side: OrderedDict() for side in SIDES}
    for name, values in np.load(DATA / file).items():
        side, _, own = name.partition(".")
        if side in sides:
            tensor = widened(own, torch.from_numpy(values), words)
            shape = tensor.shape[:1] if tensor.shape[0] == words else ()
            kept = [*shape, *(sizes.get(n, n) for n in tensor.shape[len(shape) :])]
            sides[side][own] = tensor[tuple(map(slice, kept))].clone()
    decoder = sides["decoder"]
    decoder.setdefault("proj.weight", decoder["embeddings.weight"])
    return sides


@cache
def _task(layout):
    from hf_mathseq.tasks import get_task

    encodings = {"input_encoding": "P10", "output_encoding": "P10"}
    return get_task(LAYOUTS[layout][2], **(encodings if layout == "layered" else {}))


def _words(layout):
    from hf_mathseq.conversion.published_vocabularies import PUBLISHED_WORDS
    from hf_mathseq.encodings.matrix_vocabularies import legacy_matrix_vocabulary

    return legacy_matrix_vocabulary("P10", "P10") if layout == "layered" else PUBLISHED_WORDS


def _content_edits():
    """Return what makes edits of a network: each names what is changed, and how."""
    number = lambda rng: rng.randrange(1000)  # noqa: E731
    side = lambda rng: rng.choice(SIDES)  # noqa: E731
    return (
        lambda rng: ["tensor", side(rng), number(rng), rng.choice([*_kinds()])],
        lambda rng: ["tensor", side(rng), rng.randrange(4), rng.choice([*_kinds()])],
        lambda rng: ["name", side(rng), number(rng), rng.choice((*NAMES, *LETTERS[:8], 3, None))],
        lambda rng: ["drop", side(rng), number(rng)],
        lambda rng: ["side", side(rng), rng.choice(["empty", "gone", "list", "other", "prefixed"])],
        lambda rng: ["params", mutated_value(rng, PARAMS, PARAMS, OPTION_NAMES)],
        lambda rng: ["form", rng.choice(FORMS)],
        lambda rng: ["member", number(rng), rng.randrange(4000), odd_byte(rng)],
        lambda rng: ["member name", number(rng), rng.choice(("../x", "data.pkl", "a/version", ""))],
        lambda rng: ["no member", number(rng)],
        lambda rng: ["packed"],
        lambda rng: ["entry", rng.choice(("link", "folder", "options", "sparse", "twice"))],
        lambda rng: ["byte", rng.randrange(60_000), odd_byte(rng)],
        lambda rng: ["cut", rng.randrange(60_000)],
    )


def _built(layout, edits):
    """Return the content of the file that a list of edits makes of a network."""
    import torch

    content = {side: OrderedDict(own) for side, own in _network(layout).items()}
    content["params"] = PARAMS
    for kind, *what in edits:
        if kind in ("tensor", "name", "drop", "side"):
            _change_network(content, kind, *what)
        elif kind == "params":
            content["params"] = what[0]
    form = next((what[0] for kind, *what in reversed(edits) if kind == "form"), "zip")
    stream = io.BytesIO()
    torch.save(content, stream, _use_new_zipfile_serialization=form != "legacy")
    found = stream.getvalue()
    if form != "legacy":
        found = _changed_members(found, edits)
    if form.startswith("tar"):
        found = _archive(found, form, [what[0] for kind, *what in edits if kind == "entry"])
    return _changed_bytes(found, edits)


def _change_network(content, kind, side, *what):
    own = content.get(side)
    if kind == "side":
        changed = {"empty": {}, "gone": None, "list": [*(own or ())], "other": {"x": 1}}
        content[side] = changed.get(what[0], own)
        if what[0] == "prefixed" and isinstance(own, dict):
            content[side] = {f"module.{name}": value for name, value in own.items()}
    elif isinstance(own, dict) and own:
        name = place_of([*own], what[0])
        if kind == "drop":
            del own[name]
        elif kind == "name":
            own[what[1]] = own.pop(name)
        elif getattr(own[name], "ndim", 0) and own[name].numel():
            own[name] = _kinds()[what[1]](own[name])


def _changed_members(content, edits):
    """Return a zip archive with other members, whose checksums are right."""
    chosen = [edit for edit in edits if edit[0] in ("member", "member name", "no member", "packed")]
    if not chosen:
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [[name, bytearray(archive.read(name))] for name in archive.namelist()]
    for kind, *what in chosen:
        place = what[0] % max(1, len(members)) if what else 0
        if kind == "no member" and members:
            del members[place]
        elif kind == "member name" and members:
            members[place][0] = what[1]
        elif kind == "member" and members and members[place][1]:
            members[place][1][what[1] % len(members[place][1])] = what[2]
    stream = io.BytesIO()
    how = zipfile.ZIP_DEFLATED if ["packed"] in chosen else zipfile.ZIP_STORED
    with zipfile.ZipFile(stream, "w", how) as archive:
        for name, held in members:
            archive.writestr(zipfile.ZipInfo(name), bytes(held), how)
    return stream.getvalue()


def _archive(content, form, entries):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for kind in entries:
            entry = tarfile.TarInfo("run/options.pkl" if kind == "options" else "../first.pth")
            held = b"\x80\x04}." if kind == "options" else content if kind == "twice" else b""
            entry.type = {"link": tarfile.SYMTYPE, "folder": tarfile.DIRTYPE}.get(kind, b"0")
            entry.linkname = "/etc/passwd"
            if kind == "sparse":
                entry.pax_headers = {"GNU.sparse.size": str(1 << 40), "GNU.sparse.map": "0,1"}
            entry.size = len(held)
            archive.addfile(entry, io.BytesIO(held))
        entry = tarfile.TarInfo("run/model.pth")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    packed = stream.getvalue()
    return gzip.compress(packed, mtime=0) if form == "tar.gz" else packed


def _changed_bytes(content, edits):
    found = bytearray(content)
    for kind, *what in edits:
        if kind == "byte" and found:
            found[what[0] % len(found)] = what[1]
        elif kind == "cut":
            del found[what[0] % (len(found) + 1) :]
    return bytes(found)


def _network_of(layout):
    from hf_mathseq.conversion.checkpoints import read_checkpoint
    from hf_mathseq.conversion.models import model_of

    task = _task(layout)

    def read(edits):
        with unwatched():  # torch and tarfile write aside what they unpack
            path = written("network.pth", _built(layout, edits))
            found = model_of(read_checkpoint(path), task)
        return f"{found.found.options.encoder_layers} {found.found.guessed_heads}"

    read([])  # the first one imports the library
    return read


def _bytes():
    from hf_mathseq.conversion.checkpoints import read_checkpoint
    from hf_mathseq.conversion.networks_found import find_network

    def read(content):
        with unwatched():
            found = read_checkpoint(written("model.pth", content))
        return str(len(found.arrays)) + find_network(found).kind

    return read


def targets():
    return (
        Target(
            "checkpoint",
            _bytes,
            lambda: [_built(layout, [["form", form]]) for layout in LAYOUTS for form in FORMS],
            mutated_bytes,
            PICKLE_WORDS,
            FILE_ERRORS,
            60,
        ),
        *(
            Target(
                f"network-{layout}",
                lambda layout=layout: _network_of(layout),
                lambda: [[], *([["form", form]] for form in FORMS)],
                mutated_edits,
                _content_edits(),
                FILE_ERRORS,
                40,
            )
            for layout in LAYOUTS
        ),
    )
