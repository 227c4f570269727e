"""The formats of files that go out and come in: each module here names its own in FORMATS, and is found by being here."""
