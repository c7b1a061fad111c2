const { dest, src } = require('gulp');

/** Puts the icons where the compiled nodes and the credential look for them. */
function icons() {
	// Bytes, not text: gulp 5 decodes as UTF-8 unless told otherwise.
	return src('icons/*.svg', { encoding: false }).pipe(dest('dist/icons'));
}

exports.icons = icons;
exports.default = icons;
