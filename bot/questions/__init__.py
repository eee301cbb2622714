"""Panel questions: asked, merged, ranked, on the screen; anonymous where that is said."""
