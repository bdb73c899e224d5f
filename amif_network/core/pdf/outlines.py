"""The outlines of several files as one: that of each below its title."""

from amif_network.core.pdf.plain import Plain
from amif_network.core.pdf.values import Dictionary, Ref, Value, integer, text_string, written


def uppermost(pdf: Plain, catalog: Dictionary) -> list[int]:
    """Return the numbers of the uppermost entries of the outline."""
    found: list[int] = []
    following = pdf.dictionary(catalog.get(b"/Outlines", {})).get(b"/First")
    while isinstance(following, Ref) and following.number not in found:
        found.append(following.number)
        following = pdf.value(following.number).get(b"/Next")
    return found


def hung_below(pdf: Plain, items: list[int], title: str, place: Value) -> int:
    """Return the number of a new entry that leads to `place`, with the entries `items` below it, closed."""
    entry: Dictionary = {b"/Title": text_string(title), b"/Dest": place}
    number = pdf.new()
    if items:
        entry |= {b"/First": Ref(items[0]), b"/Last": Ref(items[-1]), b"/Count": b"-%d" % len(items)}
    for item in items:
        # What stands below is closed, so that the entry shows, once opened, as many as are counted.
        below = pdf.value(item) | {b"/Parent": Ref(number)}
        if b"/Count" in below:
            below[b"/Count"] = b"-%d" % abs(integer(below[b"/Count"]))
        pdf.texts[item] = written(below)
    pdf.texts[number] = written(entry)
    return number


def chained(pdf: Plain, catalog: Dictionary, entries: list[int]) -> None:
    """Make these entries the uppermost ones of a file, in their order."""
    if not entries:
        return
    outline = catalog.get(b"/Outlines")
    number = outline.number if isinstance(outline, Ref) else pdf.new()
    opened = sum(max(integer(pdf.value(entry).get(b"/Count", b"0")), 0) for entry in entries)
    for before, entry, after in zip([None, *entries], entries, [*entries[1:], None], strict=False):
        item = pdf.value(entry)
        for name, neighbour in ((b"/Prev", before), (b"/Next", after)):
            item.pop(name, None)
            if neighbour is not None:
                item[name] = Ref(neighbour)
        pdf.texts[entry] = written(item | {b"/Parent": Ref(number)})
    ends: Dictionary = {b"/First": Ref(entries[0]), b"/Last": Ref(entries[-1])}
    pdf.texts[number] = written({b"/Type": b"/Outlines", **ends, b"/Count": b"%d" % (len(entries) + opened)})
    catalog[b"/Outlines"] = Ref(number)
