// Loaded with `node -r` into each process that is measured: translates TypeScript as the build does.
// tsx would do as well to run it, but wraps each function to keep its name, which shows in the figures.
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { transpileModule, readConfigFile, sys } = require('typescript');

const { compilerOptions } = readConfigFile(`${__dirname}/../../tsconfig.json`, sys.readFile).config;
const extensions = Module._extensions;

const json = extensions['.json'];
delete extensions['.json'];
extensions['.ts'] = (module, filename) => {
	const { outputText } = transpileModule(readFileSync(filename, 'utf8'), {
		compilerOptions: { ...compilerOptions, noEmit: false, inlineSourceMap: true },
		fileName: filename,
	});
	module._compile(outputText, filename);
};
// After `.ts`: a node's class and its codex have the same name.
extensions['.json'] = json;
