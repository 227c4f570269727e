import os
import threading
from pathlib import Path

import pytest

from tmflow.errors import StorageError
from tmflow.formats.atomic import write_bytes_atomic


def test_a_pipe_is_written_to_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_bytes_atomic(pipe, b"beads")
    reader.join(timeout=10)
    assert read == [b"beads"]
    assert pipe.is_fifo()


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no /dev/full on this system")
def test_a_full_device_is_told_and_stays() -> None:
    with pytest.raises(StorageError, match="disk full writing /dev/full"):
        write_bytes_atomic(Path("/dev/full"), b"beads")
    assert Path("/dev/full").is_char_device()
