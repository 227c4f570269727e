"""The `tmflow` command: its commands are loaded when they are called, its errors become one line and an exit code."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import click

from tmflow._version import __version__
from tmflow.cli.output import EXIT_INTERRUPTED, exit_code, note, shown
from tmflow.cli.subcommands import LazyCommands
from tmflow.errors import TmflowError

__all__ = ["cli", "main"]

EXIT_USAGE = 2
EXIT_ENVIRONMENT = 3
_SELDOM = 50_000
"""Objects made between two searches for garbage in cycles, of which there is hardly any: a tenth of the time of an import."""

_COMMANDS = {
    "init": "start",
    "status": "start",
    "read": "texts",
    "segment": "segments",
    "srx": "segmentation",
    "convert": "texts",
    "pair": "pair",
    "align": "pairs",
    "leverage": "leverage",
    "translate": "translate",
    "review": "drafts",
    "learn": "drafts",
    "stats": "statistics",
    "memory": "memory",
    "glossary": "glossary",
    "mt": "mt",
    "export": "exchange",
    "merge": "exchange",
    "check": "checks",
    "explain": "checks",
    "publish": "pages",
    "completion": "start",
}
"""Each command and the module of `tmflow.cli` it lives in, in the order of a translator's day."""

_SAVING = frozenset({"align", "convert", "export", "learn", "merge", "publish", "review", "translate"})
"""The commands that write, article by article or batch by batch."""


class _Stopped(click.Abort):
    """A command was asked to end; the message says what has become of its work."""


class _Program(LazyCommands):
    """The whole program."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; whoever reads its output may stop reading (`| head`), and that is no error.

        Raises click.Abort, with what to say, if the user stops it.
        """
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _silence_output()
            raise click.exceptions.Exit(0) from None
        except (KeyboardInterrupt, click.Abort) as stop:
            saved = " What was finished is saved; run the same command again to go on."
            told = f"Stopped.{saved if ctx.invoked_subcommand in _SAVING else ''}"
            raise _Stopped(str(stop) or told) from stop


@click.group(
    cls=_Program,
    table=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: tmflow init && tmflow align && tmflow check",
)
@click.version_option(__version__, prog_name="tmflow")
def cli() -> None:
    """Bilingual (Japanese and English) publishing: align articles, reuse translations, check, publish side by side."""


def main() -> NoReturn:
    """Run the command line and leave with its exit code: 0 clean, 1 findings, 2 usage or bad input, 3 environment."""
    _open_closed_streams()
    _make_output_safe()
    signal.signal(signal.SIGTERM, _stop)
    if getattr(signal, "SIGHUP", None) and signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:
        signal.signal(signal.SIGHUP, _stop)  # not under nohup
    gc.set_threshold(_SELDOM)
    code = 0
    try:
        outcome = cli.main(prog_name="tmflow", standalone_mode=False)
        code = outcome if isinstance(outcome, int) else 0
    except (KeyboardInterrupt, click.Abort) as stop:
        note(str(stop) or "Stopped.")
        code = EXIT_INTERRUPTED
    except click.ClickException as error:
        _show(error)
        code = EXIT_USAGE
    except TmflowError as error:
        if os.environ.get("TMFLOW_DEBUG"):
            raise
        note(f"tmflow: {shown(error)}")
        code = exit_code(error)
    except OSError as error:
        if not _is_of_output(error):
            raise
        _silence_output()
        note(f"tmflow: standard output cannot be written: {error.strerror}")
        code = EXIT_ENVIRONMENT
    sys.exit(code)


def _stop(signal_number: int, frame: FrameType | None) -> NoReturn:
    """Take a request to end, or the end of the terminal, as Ctrl-C: what is finished is saved."""
    del signal_number, frame
    raise KeyboardInterrupt


def _show(error: click.ClickException) -> None:
    """Say what is wrong with the call in one line, and how it is meant to be in another."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return
    note(f"tmflow: {' '.join(error.format_message().split())}")
    command = error.ctx.command if isinstance(error, click.UsageError) and error.ctx else None
    if command and command.epilog:
        note(command.epilog)


def _open_closed_streams() -> None:
    """Give a stream that was closed (`<&-`, `>&-`) a file that refuses: using it is then an error that is told."""
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_WRONLY))
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - it is for the whole run


def _is_of_output(error: OSError) -> bool:
    """Whether writing to standard output raised it: all that is written there goes through click."""
    import traceback

    *_, (frame, _) = traceback.walk_tb(error.__traceback__)
    return str(frame.f_globals.get("__name__")).startswith("click.")


def _make_output_safe() -> None:
    """A terminal that lacks a character shows its escape instead of ending the run."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _silence_output() -> None:
    """Point standard output nowhere, so that what is still in its buffer meets no closed pipe when Python ends."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
