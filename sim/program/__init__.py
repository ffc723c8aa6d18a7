"""What a run takes: compute, chip time, text, money, energy."""
