/** Ends n8n and deletes its data. */
export default async function tearDown(): Promise<void> {
	await globalThis.queueMode?.stop();
}
