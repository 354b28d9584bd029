"""The style sheet of the gallery: light and dark, from phones to wide screens."""

STYLE = """
:root { color-scheme: light dark; --text: #1b1f24; --back: #fdfdfc; --soft: #f0f1f3;
  --line: #d0d4da; --link: #0b57a4; --good: #116329; --bad: #b3261e; --open: #7a5200; }
@media (prefers-color-scheme: dark) { :root { --text: #e6e8eb; --back: #14171a; --soft: #1e2328;
  --line: #3a4149; --link: #8ab8f0; --good: #6fd08c; --bad: #ff9a92; --open: #f0c36a; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 70rem; color: var(--text);
  background: var(--back); font: 1rem/1.5 system-ui, sans-serif; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, .scroll:focus-visible {
  outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { position: static; }
nav ul { columns: 23rem; padding-left: 1.2rem; }
section { border-top: 1px solid var(--line); padding-top: .5rem; margin-top: 2rem; }
article { background: var(--soft); border-radius: .5rem; padding: .5rem 1rem; margin: 1rem 0; }
h3 { margin: .6rem 0 .2rem; font-size: 1rem; }
.scroll { overflow-x: auto; max-width: 100%; padding: .3rem 0; }
math { font-size: 1.15rem;
  font-family: "STIX Two Math", "Cambria Math", "Latin Modern Math", math, serif; }
math[display="block"] { text-align: left; margin: .3rem 0; width: max-content; }
h2, p, code { overflow-wrap: anywhere; }
code { font-size: .85rem; }
.badge { display: inline-block; border: 2px solid currentColor; border-radius: 1rem;
  padding: 0 .6rem; font-size: .85rem; font-weight: 600; }
.CORRECT { color: var(--good); } .INCORRECT, .INVALID { color: var(--bad); }
.UNDECIDED { color: var(--open); }
summary { cursor: pointer; }
"""
"""Colours of text have a contrast of at least 4.5 on both backgrounds (WCAG 2.2, 1.4.3)."""
