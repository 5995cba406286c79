"""Which records may be of one person: compared by Splink, with the reasons of every pair.

Fellegi and Sunter's model (1969): each thing known of two people falls into one level, whose
weight is log2(m / u): how often two records of one person agree so, and how often any two do.
"""
