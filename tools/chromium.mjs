// Unpacks the Chromium of @sparticuz/chromium, and the libraries it needs, into the folder named and prints its path.
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";

const folder = resolve(process.argv[2]);
mkdirSync(folder, { recursive: true });
process.env.TMPDIR = folder;
// The package unpacks its libraries (nss, nspr) only where it believes itself to be on that platform.
process.env.AWS_EXECUTION_ENV = "AWS_Lambda_nodejs24.x";
const { default: chromium } = await import("@sparticuz/chromium");
process.stdout.write(await chromium.executablePath());
