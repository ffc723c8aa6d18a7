"""What the folders of `presets` hold: one module reads one folder of dated, sourced facts."""
