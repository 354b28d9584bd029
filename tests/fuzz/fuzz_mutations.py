"""Inputs that are nearly valid: cut, doubled, spliced, nested, with odd numbers and letters.

Every function takes the generator of random choices, the input, another input to take parts from,
and the words of the language; the result depends on nothing else.
"""

import json
import re
from functools import lru_cache

_TOKEN = re.compile(r"\s+|[^\W\d]+|\d+|.", re.DOTALL)
NUMBERS = (
    "0", "-0", "1", "-1", "2", "007", "1e308", "1e-320", "1e999", "-1e999", "1e99999999", "nan",
    "inf", "-inf", "NaN", "Infinity", "0x10", "1_000", "1,5", ".5", "5.", "1/0", "0/0", "1/3",
    "9007199254740993", "18446744073709551616", "-9223372036854775808", "1" + "0" * 400,
    "0." + "0" * 330 + "1", "3" * 60, "1e", "--1", "+-1", "True", "null", "1j", "10**10**10",
)  # fmt: skip
LETTERS = (
    "\0", "\t", "\n", "\r", "\x0b", "\x1b[31m", "\x85", "\u2028", "\ufeff", "\u200b", "\u202e",
    "\ud800", "\udfff", "\U0001d54f", "\u0301", "İ", "ß", "ﬁ", "²", "⁻¹", "½", "٣", "３", "π", "√",
    "∫", "−", "·", "×", "ℯ", "∞", "Ⅷ", "ª", "｛", "<", "&", "\\", "\\frac{", "\"", "'", "`", "%s",
    "{0}", "${x}", "__import__('os')", "lambda:0", "x.__class__", "../", "~", "|", ";", "#", "!!",
)  # fmt: skip
_PAIRS = ("()", "[]", "{}", "||", '""', "<>")
_DEPTHS = (1, 2, 3, 10, 60, 199, 201, 700, 3000)
_REPEATS = (2, 3, 8, 30, 200, 3000)


def mutated_text(rng, text, other, words):
    """Return a text a few changes away from a given one."""
    parts, others = _parts(text), _parts(other)
    parts = mutated_words(rng, parts, others, (*words, *LETTERS[:8]), wrap=_wrapped)
    return "".join(map(str, parts))


@lru_cache(maxsize=1024)
def _parts(text):
    return tuple(_TOKEN.findall(text))


def _wrapped(rng, parts, words):
    start, end = _span(rng, parts)
    opening, closing = rng.choice(_PAIRS)
    head = rng.choice(words) if words and rng.random() < 0.5 else ""
    depth = rng.choice(_DEPTHS if rng.random() < 0.2 else _DEPTHS[:4])
    closings = depth if rng.random() < 0.8 else rng.randrange(depth + 1)
    middle = parts[start:end] or ["1"]
    inside = [(head + opening) * depth, *middle, closing * closings]
    return parts[:start] + inside + parts[end:]


def _nested_words(rng, parts, words):
    """Put the same word many times in front: operators of prefix notation nest so."""
    start, _ = _span(rng, parts)
    return parts[:start] + [rng.choice(words)] * rng.choice(_DEPTHS) + parts[start:]


def mutated_words(rng, parts, other, words, wrap=_nested_words):
    """Return a list of words a few changes away from a given one."""
    parts = list(parts)
    for _ in range(_few(rng)):
        parts = _changed(rng, parts, other, words, wrap)
    return parts[:20_000]


def _few(rng):
    """Return 1 most often, seldom many."""
    count = 1
    while count < 12 and rng.random() < 0.45:
        count += 1
    return count


def _span(rng, parts):
    start = rng.randrange(len(parts) + 1)
    return start, min(len(parts), start + _few(rng))


def _changed(rng, parts, other, words, wrap):
    start, end = _span(rng, parts)
    kind = rng.randrange(13)
    if kind <= 1:
        return parts[:start] + parts[end:]
    if kind <= 4 and words:
        end = start if kind == 2 else end
        return [*parts[:start], rng.choice(words), *parts[end:]]
    if kind == 5:
        return [*parts[:start], rng.choice(NUMBERS), *parts[end:]]
    if kind == 6:
        return [*parts[:start], rng.choice(LETTERS), *parts[start:]]
    if kind <= 8:
        low, high = _span(rng, other)
        return parts[:start] + list(other[low:high]) + parts[end:]
    if kind == 9:
        times = rng.choice(_REPEATS if rng.random() < 0.1 else _REPEATS[:3])
        return parts[:start] + parts[start:end] * times + parts[end:]
    if kind == 10:
        cut = rng.randrange(len(other) + 1)
        return parts[:start] + list(other[cut:])
    if kind == 11 and words:
        return wrap(rng, parts, words)
    at = rng.randrange(len(parts) + 1)
    return parts[:at] + parts[start:end] + parts[at:start] + parts[end:]


def mutated_bytes(rng, content, other, words):
    """Return bytes a few changes away from given ones, with the lengths of parts kept or not."""
    found = bytearray(content)
    for _ in range(_few(rng)):
        start = rng.randrange(len(found) + 1)
        end = min(len(found), start + 2 ** rng.randrange(9))
        kind = rng.randrange(9)
        if kind <= 1 and start < len(found):
            found[start] ^= 1 << rng.randrange(8)
        elif kind == 2 and start < len(found):
            found[start] = rng.choice((0, 1, 0x7F, 0x80, 0xFE, 0xFF, rng.randrange(256)))
        elif kind == 3:
            wide = rng.choice((1, 2, 4, 8))
            value = rng.choice((0, 1, 2 ** (8 * wide - 1), 2 ** (8 * wide) - 1, 255, 16))
            found[start : start + wide] = value.to_bytes(wide, rng.choice(("little", "big")))
        elif kind == 4:
            del found[start:end]
        elif kind == 5:
            found[start:start] = found[start:end] * rng.choice(_REPEATS[:4])
        elif kind == 6:
            low = rng.randrange(len(other) + 1)
            found[start:end] = other[low : low + end - start]
        elif kind == 7 and words:
            found[start:end] = rng.choice(words)
        elif kind == 8:
            del found[rng.randrange(len(found) + 1) :]
    return bytes(found)


VALUES = (
    None, True, False, 0, -1, 1, 2**31, 2**63, 10**400, 0.5, -0.0, 1e308, float("inf"),
    float("nan"), "", " ", "0", "-1", "1e999", "nan", "x", "\0", "../..", "/etc/passwd", [], {},
    [[]], [None], [[1]], {"": 0}, {"a": {}}, "x" * 5000, list(range(50)), 3.7, 10**18,
)  # fmt: skip


def mutated_value(rng, value, other, words):
    """Return a JSON value a few changes away from a given one; nothing is shared with it."""
    value = json.loads(json.dumps(value))
    for _ in range(_few(rng)):
        value = _changed_value(rng, value, other, words)
    return value


def _changed_value(rng, value, other, words):
    found = list(places(value))
    if not found or rng.random() < 0.02:
        return _odd(rng, other, words)
    holder, key = rng.choice(found)
    kind = rng.randrange(6)
    if kind <= 2:
        holder[key] = _odd(rng, other, words)
    elif kind == 3:
        del holder[key]
    elif kind == 4 and isinstance(holder, dict):
        new = rng.choice(words) if words and rng.random() < 0.6 else rng.choice(LETTERS)
        holder[new] = holder.pop(key)
    elif kind == 4:
        holder[key:key] = [holder[key]] * rng.choice(_REPEATS[:4])
    else:
        deep = holder[key]
        for _ in range(rng.choice(_DEPTHS[:5])):
            deep = [deep]
        holder[key] = deep
    return value


def _odd(rng, other, words):
    kind = rng.randrange(6)
    if kind == 0 and words:
        return rng.choice(words)
    if kind == 1:
        return rng.choice(NUMBERS)
    if kind == 2:
        found = list(places(other))
        if found:
            holder, key = rng.choice(found)
            return json.loads(json.dumps(holder[key]))
    if kind == 3:
        return "".join(rng.choices(LETTERS, k=3))
    return json.loads(json.dumps(rng.choice(VALUES)))


def places(value):
    """Yield every place of a nested value, as its holder and key."""
    stack = [value]
    while stack:
        holder = stack.pop()
        if isinstance(holder, dict):
            keys = list(holder)
        elif isinstance(holder, list):
            keys = range(len(holder))
        else:
            continue
        for key in keys:
            yield holder, key
            stack.append(holder[key])
