"""A provider of messages that writes each into a folder: for demonstrations and tests, and for systems that collect."""

import asyncio
import json
from pathlib import Path

from checkin_service.kit.messenger import Note, NotSent, Push


class MessageFolder:
    """One file per message, named after it: one that comes again replaces itself."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def send(self, note: Note | Push) -> None:
        try:
            await asyncio.to_thread(self._write, note)
        except OSError as error:
            raise NotSent(type(error).__name__) from error

    def _write(self, note: Note | Push) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self._folder / f"{note.note_id}.json"
        to = {"to": note.mobile} if isinstance(note, Note) else {"channel": note.channel, "to": note.recipient}
        content = json.dumps(to | {"text": note.text}, ensure_ascii=False)
        # Whoever collects finds whole files only.
        unfinished = file.with_suffix(".part")
        unfinished.write_text(f"{content}\n", encoding="utf-8")
        unfinished.replace(file)
