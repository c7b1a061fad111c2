import { locationMessage } from '../../../nodes/shared/messages/location';
import { refusal } from './support';

describe('a place', () => {
	it.each([
		[90, 180],
		[-90, -180],
		[0, 0],
	])('may lie at %d, %d', (latitude, longitude) => {
		expect(locationMessage({ latitude, longitude }).location).toEqual({ latitude, longitude });
	});

	it.each([90.000001, -91, NaN, Infinity])('is refused at the latitude %d', (latitude) => {
		expect(refusal(() => locationMessage({ latitude, longitude: 0 })).field).toBe('Latitude');
	});

	it.each([180.000001, -181, NaN])('is refused at the longitude %d', (longitude) => {
		expect(refusal(() => locationMessage({ latitude: 0, longitude })).field).toBe('Longitude');
	});

	it('has no empty name or address', () => {
		const place = { latitude: 1, longitude: 2 };
		expect(locationMessage({ ...place, name: ' ', address: '' }).location).toEqual(place);
	});
});
