"""Charts of the next dollar and the next hundredth of a nat."""
