"""Diagrams of procedures: laid out by Graphviz, drawn in the house's own hand."""
