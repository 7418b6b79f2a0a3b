"""An entry as it leaves the product."""

from nenep.meetings.models import Entry


def export(entry: Entry) -> dict[str, object]:
    """Return what a verifier needs of an entry: its canonical text, hash and disclosures."""
    return {
        "sequence": entry.sequence,
        "hash": entry.hash,
        "content": entry.content,
        "disclosures": [
            {"commitment": one.commitment, "salt": one.salt, "value": one.value}
            for one in entry.disclosures.all()
        ],
    }
