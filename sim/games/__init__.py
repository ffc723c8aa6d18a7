"""Games that a class plays on the model: one file each, their rules as pure functions, marked apart from the model."""
