/**
 * A real browser for tests of pages: the one that EHCNA_CHROMIUM names, else the one that comes with the packages, unpacked once.
 * Blocks no request by itself; a page that is to have no JavaScript asks for a context without.
 */
import chromiumPackage from '@sparticuz/chromium';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

/** What a container without a display, a second process tree or a graphics card needs; nothing that would change what pages may do. */
const ARGUMENTS = ['--no-sandbox', '--no-zygote', '--disable-gpu', '--disable-dev-shm-usage', '--headless=shell'];

export const openBrowser = async (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.EHCNA_CHROMIUM ?? (await chromiumPackage.executablePath()),
    args: ARGUMENTS,
    headless: true,
  });
