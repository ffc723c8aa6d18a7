"""What everything stands on: errors, numbers as people write them, roots, glossary."""
