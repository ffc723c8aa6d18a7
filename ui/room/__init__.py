"""The class room, live: what is kept of it, its routes, and the pages of phones, projector and teacher."""
