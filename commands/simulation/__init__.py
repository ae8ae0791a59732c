"""
A simulated Kota Batu: real places and counts, invented people and incidents, on an invented voting day.

    area             24 villages, 611 stations, their boxes and the units that answer for them
    days             the invented calendar
    cast             invented officers and their keys
    irregularities   what goes wrong, and where: drawn by lot before anything is played
    planted          the list of what went wrong, with the papers that show it
    chains           what officers know of a box: its last link, its seals
    player           a paper drafted, signed by its officers' keys and recorded like any other
    world            all of these, handed from act to act

The acts, in the order they are played: `founding`, `delivery`, `packing`, `outward`, `stations`, `eve`, `voting`,
`homeward`, `recapitulation`. Each is a function that yields its papers as they are recorded.

Nothing here decides about custody, and nothing here is evidence.
"""
