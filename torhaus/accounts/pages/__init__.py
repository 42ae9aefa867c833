"""The pages about one's own login, the same in every face: a face brings its frame, its gate and its addresses."""
