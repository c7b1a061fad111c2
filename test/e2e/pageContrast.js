/**
 * Run in a page: what is too faint, by WCAG 2.2 AA – text below 4.5:1 (large text 3:1), icons of buttons,
 * borders of fields and the ring around what the keyboard is at below 3:1.
 */
function faintParts() {
	const parse = (colour) => {
		const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number);
		return { r, g, b, a };
	};
	const over = (top, below) => {
		const mix = (name) => top[name] * top.a + below[name] * (1 - top.a);
		return { r: mix('r'), g: mix('g'), b: mix('b'), a: 1 };
	};
	const luminance = ({ r, g, b }) => {
		const [red, green, blue] = [r, g, b].map((value) => {
			const part = value / 255;
			return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
		});
		return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
	};
	const contrast = (one, other) => {
		const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
		return (light + 0.05) / (dark + 0.05);
	};
	const backgroundOf = (element) => {
		if (!element) return parse('rgb(255, 255, 255)');
		const own = parse(getComputedStyle(element).backgroundColor);
		return own.a === 1 ? own : over(own, backgroundOf(element.parentElement));
	};
	const isSeen = (element) =>
		element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
		!element.closest('.visually-hidden') &&
		element.getClientRects().length > 0;

	const faint = new Set();
	let looked = 0;
	const check = (what, colour, background, least) => {
		looked += 1;
		const ratio = contrast(over(parse(colour), background), background);
		if (ratio < least) faint.add(`${what}: ${ratio.toFixed(2)} instead of ${least}`);
	};

	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (texts.nextNode()) {
		const { textContent, parentElement: holder } = texts.currentNode;
		if (textContent.trim() === '' || !isSeen(holder)) continue;
		const { color, fontSize, fontWeight } = getComputedStyle(holder);
		const size = parseFloat(fontSize);
		const isLarge = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700);
		check(`“${textContent.trim().slice(0, 40)}”`, color, backgroundOf(holder), isLarge ? 3 : 4.5);
	}
	for (const field of document.querySelectorAll('input, select, textarea')) {
		if (!isSeen(field)) continue;
		const { color, borderTopColor } = getComputedStyle(field);
		check(`text in #${field.id}`, color, backgroundOf(field), 4.5);
		const hint = getComputedStyle(field, '::placeholder').color;
		check(`placeholder of #${field.id}`, hint, backgroundOf(field), 4.5);
		check(`border of #${field.id}`, borderTopColor, backgroundOf(field.parentElement), 3);
	}
	for (const icon of document.querySelectorAll('button svg path, a svg path, .tick path')) {
		const holder = icon.closest('button, a, .tick');
		if (isSeen(holder)) {
			check(`icon in ${holder.className}`, getComputedStyle(icon).stroke, backgroundOf(holder), 3);
		}
	}
	const focused = document.activeElement;
	if (focused?.matches(':focus-visible')) {
		const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(focused);
		if (outlineStyle === 'none' || parseFloat(outlineWidth) < 2)
			faint.add(`no ring: ${focused.id}`);
		check(`ring around ${focused.id}`, outlineColor, backgroundOf(focused.parentElement), 3);
	}
	return { looked, faint: [...faint] };
}
