"""Answers to audit: right ones, near misses, unrelated and malformed ones.

The names say how an answer was made; whether it is right is for the judges to say.
"""

import re

from made_expressions import MAKERS as EXPRESSIONS

_KINDS = (
    re.compile(r"[0-9]"),
    re.compile(r"[0-9]{2,}"),
    re.compile(r"[-+]"),
    re.compile(r"INT[-+]"),
    re.compile(r"FLOAT[-+]"),
    re.compile(r"E-?[0-9]+"),
    re.compile(r"N-?[0-9]+e[0-9]+"),
    re.compile(r"N[0-9]+"),
    re.compile(r"V[0-9]+"),
    re.compile(r"[TADMEFI]"),
    re.compile(r"<SPECIAL_[78]>"),
    re.compile(r"<SPECIAL_[0-9]>"),
    re.compile(r"x|a8|a9|pi|E"),
    re.compile(r"add|sub|mul|div|pow"),
    re.compile(r"a?(sin|cos|tan)h?|ln|exp|sqrt|pow[2-5]|inv|abs|sec|csc|cot"),
)
_P1000 = re.compile(r"([-+]) ([0-9]+) (E-?[0-9]+)")
_FP15 = re.compile(r"N(-?)([0-9]{3})e([0-9]+)")
_FLOAT = re.compile(r"FLOAT([-+]) ([0-9]) \. ([0-9]) ([0-9]) 10\^")


def made_answers(task, row, other, chooser):
    """Yield pairs of how an answer was made and its tokens.

    Args:
        task: The task.
        row: The row of the problem.
        other: Another row of the same task.
        chooser: A `random.Random`.
    """
    target = row["target"].split()
    yield "stored", target
    yield "unrelated", other["target"].split()
    yield "one token changed", _changed(task, target, chooser)
    yield from _malformed(task, target, chooser)
    if task.dataset in ("integration", "ode"):
        for name, maker in EXPRESSIONS[task.dataset].items():
            made = maker(target, chooser)
            if made is not None and len(made) <= 512:
                yield name, made
    else:
        yield from _numeric(target, chooser)


def _changed(task, target, chooser):
    """Return an answer with one token replaced by one of its kind, if it has a kind."""
    place = chooser.randrange(len(target))
    kind = next((kind for kind in _KINDS if kind.fullmatch(target[place])), None)
    words = [w for w in task.vocabulary.tokens if kind and kind.fullmatch(w) and w != target[place]]
    return [*target[:place], chooser.choice(words or [target[place]]), *target[place + 1 :]]


def _malformed(task, target, chooser):
    tokens = task.vocabulary.tokens
    yield "cut", target[: chooser.randrange(len(target))]
    yield "a token too many", [*target, chooser.choice(tokens)]
    place = chooser.randrange(len(target))
    yield "a token missing", [*target[:place], *target[place + 1 :]]
    yield "random tokens", chooser.choices(tokens, k=chooser.randrange(1, 30))


def _numeric(target, chooser):
    """Yield answers with one of their numbers changed."""
    text = " ".join(target)
    spans = [
        (found.start(), found.end(), writer, *writer(found))
        for pattern, writer in ((_P1000, _p1000), (_FP15, _fp15), (_FLOAT, _float))
        for found in pattern.finditer(text)
    ]
    spans = [span for span in spans if span[3] >= 100]
    if not spans:
        return

    def with_mantissa(change):
        start, end, _, mantissa, write = chooser.choice(spans)
        changed = change(mantissa)
        if not 100 <= abs(changed) <= 999:
            changed = mantissa
        return (text[:start] + write(changed) + text[end:]).split()

    yield "last digit", with_mantissa(lambda m: m + chooser.choice((-1, 1)))
    yield "sign", with_mantissa(lambda m: -m)
    for side in (1, -1):
        share = side * chooser.uniform(0.04, 0.07)
        moved = with_mantissa(lambda m, share=share: round(m * (1 + share)))
        yield "around the tolerance", moved
    yield "a few per cent", with_mantissa(lambda m: round(m * chooser.uniform(0.9, 1.1)))
    yield "all within tolerance", _all_moved(text, spans, chooser, 0.04)
    yield "all digits", _all_moved(text, spans, chooser, 0.0)


def _all_moved(text, spans, chooser, share):
    """Return an answer all of whose numbers are moved, by a share of them or by one digit."""
    parts, end = [], 0
    for start, stop, _, mantissa, write in sorted(spans, key=lambda span: span[0]):
        step = (
            chooser.randint(-1, 1)
            if not share
            else round(mantissa * chooser.uniform(-share, share))
        )
        changed = mantissa + step
        parts += [text[end:start], write(changed if 100 <= changed <= 999 else mantissa)]
        end = stop
    return "".join([*parts, text[end:]]).split()


def _p1000(found):
    sign, mantissa, exponent = found.groups()

    def write(value):
        own = sign if value > 0 else "-+"[sign == "-"]
        return f"{own} {abs(value)} {exponent}"

    return int(mantissa), write


def _fp15(found):
    sign, mantissa, exponent = found.groups()

    def write(value):
        own = sign if value > 0 else ("" if sign else "-")
        return f"N{own}{abs(value)}e{exponent}"

    return int(mantissa), write


def _float(found):
    sign, *digits = found.groups()

    def write(value):
        own = sign if value > 0 else "-+"[sign == "-"]
        first, second, third = str(abs(value))
        return f"FLOAT{own} {first} . {second} {third} 10^"

    return int("".join(digits)), write
