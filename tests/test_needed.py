from __future__ import annotations

import pytest

from tests.needed import needed


def test_what_is_missing_is_skipped_here_and_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"needs tmflow\[bells\]"):
        needed("no_such_bells", install="tmflow[bells]")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(ModuleNotFoundError, match="no_such_bells"):
        needed("no_such_bells", install="tmflow[bells]")
