"""Faces drawn with characters, such as (^^) or m(_ _)m: what one looks like."""

from __future__ import annotations

__all__ = ["FACE", "FACE_ARM"]

_EYES = r"\^＾><＞＜≧≦ωДд∀▽∇゜°￣´｀•╹◕◡⌒"
"""Characters that stand in brackets for hardly anything but eyes or a mouth."""

_SKIN = rf"{_EYES}_＿;；:・･｡。.．*＊+＋=＝@＠#＃!！?？~〜～'`|｜\\＼/／oOｏＯTＴUεｰー\-－—☆★♪♡♥彡艸皿ノﾉヽヾっつシﾟ"
"""Characters a face in brackets may be made of: no word can be written with them."""

_MOUTHS = r"[_＿.．oO△▽ωд人ー]"
_PAIRS = "|".join(
    rf"{eye}{_MOUTHS}{eye}" for eye in ("[TＴ]", "[;；]", r"[\-－ー]", "[@＠]", "[oOｏＯ]", "[・･]", r"[+＋]", "[=＝]")
)
"""Two like eyes and a mouth, where the eyes alone could be something else: (T_T), (-_-), (・_・)."""

FACE_ARM = r"[mｍＭ＼\\ヽヾ╰┐oｏ<＜]"
"""What may be drawn before a face in brackets and belongs to it; regular-expression source."""

FACE = (
    rf"[(（] ?(?:(?=[{_SKIN}]{{2,14}} ?[)）])[^)）]{{0,13}}?(?:[{_EYES}]|{_PAIRS})[^)）]*|[_＿]{{1,2}}[ \u3000]?[_＿]{{1,2}}) ?[)）]"
    r"(?:[ゞmｍＭ／/ノﾉ丿bｂvｖoｏ゛♪☆>＞彡](?![A-Za-z])){0,3}"
    r"|[(（]\^[_-]?\^[;；♪ゞ]?"
    r"|(?:\^_?\^|＾＿?＾|>_<|;_;)[;；]?"
    r"|(?<![A-Za-zＡ-Ｚａ-ｚ])(?:orz|OTL|T_T|ｏｒｚ|ＯＴＬ)(?![A-Za-zＡ-Ｚａ-ｚ])"
)
"""A face or a bowing figure, from its first bracket on; regular-expression source without groups that capture."""
