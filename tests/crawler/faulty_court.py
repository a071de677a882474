"""The small Court with every fault of the table (tests/crawler/replica_faults.py), and the same when all was mended."""

from tests.crawler.replica import Replica, pdf
from tests.crawler.replica_faults import FAULTS, HOME, HTML, PAGE, PDF


def faulty_court() -> Replica:
    """A Court with all faults at once."""
    court = Replica(rows=[fault.row() for fault in FAULTS])
    for fault in FAULTS:
        for name, value in fault.fields.items():
            if isinstance(value, str):
                court.rows[fault.number - 1][name] = value.format(case=fault.case)
        if fault.answers:
            court.files[fault.path().replace(".pdf", ".PDF")] = [(200, PDF, pdf(fault.name))]
            court.files[fault.path()] = [
                (status, {name: value.replace("{case}", fault.case) for name, value in headers.items()}, body)
                for status, headers, body in fault.answers
            ]
        if fault.listing:
            fault.listing(court, fault.month)
    court.files["/jurisprudencia/2012/"] = [(200, HTML, HOME)]
    return court


def heal(court: Replica) -> None:
    """The same Court a month later, when everything was mended."""
    court.faults.clear()
    court.files = {fault.path(): [(200, HTML, PAGE)] for fault in FAULTS if fault.suffix != ".pdf"}
    court.rows = [fault.row(healed=True) for fault in FAULTS]
    court.robots = (404, {}, b"")
