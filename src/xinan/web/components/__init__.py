"""The set of components every page is built from: frozen views, one template each, and the page that shows them all."""
