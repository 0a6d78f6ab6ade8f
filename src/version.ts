/** The package's version; a test holds it equal to package.json, which a browser bundle cannot read. */
export const VERSION = "0.1.0";
