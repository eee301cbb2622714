"""Programmes given out in the formats that other tools read. Importing one's own export changes nothing."""

from collections.abc import Callable
from datetime import datetime

from bot.agenda.exports import csv_table, frab_json, frab_xml, ics, summit_yaml
from bot.agenda.model import Programme
from bot.core.phrasebook import Phrasebook

Export = Callable[[Programme, Phrasebook, datetime], bytes]
"""A programme, the words for marks such as "Cancelled", and the moment of the export (aware UTC) as a file's bytes."""

EXPORTS: dict[str, Export] = {
    "ics": ics.export,
    "frab-json": frab_json.export,
    "frab-xml": frab_xml.export,
    "csv": csv_table.export,
    "yaml": summit_yaml.export,
}
"""Every format by the name that `summit-bot export` knows it by."""
