"""
What follows from what was planted, and is planted with it: papers that wait for the one withheld, the number its
machine skipped, boxes that were not there when they were due.
"""

from commands.simulation.player import Done
from commands.simulation.world import World
from ledger.domain.documents.base import BoxLine, LinkDocument


def follow(world: World) -> None:
    """Once everything is played. Boxes that did not come are planted in the plan, which says that they should have."""
    odd, player = world.odd, world.player
    station = next(each for each in world.city.stations if each.id == odd.unlinked)
    for done in player.mentioned[player.withheld_after :]:
        if isinstance(done.paper.document, LinkDocument):
            world.plant_where("waiting", done, _boxes(done) & set(station.boxes))
    for done in player.after_gaps:
        world.plant("device-gap", done)
    world.plant_where("IR-03", world.plan, station.boxes)
    for boxes in (station.boxes, (*station.boxes, odd.lost[1], odd.turned_back)):
        world.plant_where("IR-14", world.plan, boxes)


def _boxes(done: Done) -> set[str]:
    return {line.box for line in done.paper.lines if isinstance(line, BoxLine)}
