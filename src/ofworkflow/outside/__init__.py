"""What comes from outside, taken in without harm: texts in any encoding, archives and images bounded
before they are opened."""
