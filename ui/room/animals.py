"""What a phone is called: a color and an animal, drawn by chance."""

COLORS = (
    "amber", "black", "blue", "brown", "copper", "coral", "cream", "crimson", "ebony", "emerald", "gold", "gray",
    "green", "indigo", "ivory", "jade", "lilac", "lime", "mint", "navy", "ocher", "olive", "orange", "pearl", "pink",
    "plum", "purple", "red", "rose", "ruby", "rust", "sand", "scarlet", "silver", "teal", "umber", "violet", "white",
    "wine", "yellow",
)  # fmt: skip
ANIMALS = (
    "ant", "badger", "bat", "bear", "beaver", "bee", "bison", "camel", "cat", "crab", "crane", "crow", "deer",
    "dolphin", "dove", "duck", "eagle", "eel", "elk", "falcon", "finch", "fox", "frog", "goat", "goose", "gull",
    "hare", "hawk", "heron", "horse", "ibis", "jay", "kiwi", "koala", "lark", "lion", "llama", "lynx", "mole",
    "moose", "moth", "mouse", "newt", "orca", "otter", "owl", "panda", "parrot", "puma", "quail", "raven", "robin",
    "seal", "shrew", "sloth", "stork", "swan", "tiger", "toad", "trout", "whale", "wolf", "wren", "yak", "zebra",
)  # fmt: skip
LABELS = tuple(f"{color} {animal}" for color in COLORS for animal in ANIMALS)
