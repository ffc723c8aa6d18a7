"""What charts draw with: colors and lines, bands, words of kept runs, and why there is nothing to see."""
