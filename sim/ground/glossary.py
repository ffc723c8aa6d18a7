"""What the words mean, one line each: used by the help of numbers and levers."""

TERMS = {
    "nat": "A nat is the unit of surprise: a token that the model gives a chance of 1 in e (37 %) costs one.",
    "perplexity": "Perplexity is e to the loss: how many equally likely next tokens would be as hard to guess.",
    "irreducible loss": "The irreducible loss is the part that the fit leaves to every run: none gets below it.",
    "token": "A token is about three quarters of an English word.",
    "FLOP": "A FLOP is one floating-point operation, such as one multiplication.",
    "MFU": "Model FLOP utilization (MFU) is the share of a chip's dense BF16 peak that turns into useful work.",
    "mixture of experts": "A mixture of experts uses only a part of its parameters, the active ones, for each token.",
    "verifier": "A verifier says of each answer whether it looks right: unit tests, a second model, or a person.",
}
