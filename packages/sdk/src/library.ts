/** How messages say what wrote them; the version is that of package.json (a test compares them). */
export const LIBRARY = { name: '@headgate/sdk', version: '0.1.0' } as const;
