"""The use case of a class's papers, made from what stands in it at that moment."""

import asyncio
from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.kit.resources import Resources
from checkin_service.timetable.service.classes import shown_class
from checkin_service.timetable.service.roster import roster
from checkin_service.timetable.store import classes, results
from checkin_service.timetable.words.class_papers import ClassPapers, OnPaper, Paper, paper_of


async def class_paper(resources: Resources, subject: Subject, class_id: UUID, paper: Paper) -> bytes:
    """A paper of a class as PDF, for those whose matter the class is."""
    held = await shown_class(resources, subject, class_id)
    people = (await roster(resources, subject, class_id)).trainees
    shown = ClassPapers(
        name=held.name,
        total_hours=held.total_hours,
        sessions=await classes.sessions_of(resources.database, [class_id]),
        people=[
            OnPaper(each.trainee_id, each.name, each.document_kind, each.masked_document, each.voucher_kind)
            for each in people
            if each.is_active
        ],
        certificates=await results.certificates_of_class(resources.database, class_id),
    )
    return await asyncio.to_thread(paper_of, paper, shown)
