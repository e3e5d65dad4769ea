// node lighthouse.mjs CHROME COOKIE URL...: Lighthouse's scores of each page as a phone sees it, a line each: accessibility, performance, best practices, address.
import lighthouse from 'lighthouse';
import { launch } from 'chrome-launcher';

const [chromePath, cookie, ...urls] = process.argv.slice(2);
const chrome = await launch({ chromePath, chromeFlags: ['--headless=new', '--no-sandbox', '--disable-dev-shm-usage'] });
try {
  for (const url of urls) {
    const { lhr } = await lighthouse(url, {
      port: chrome.port, logLevel: 'silent', onlyCategories: ['accessibility', 'performance', 'best-practices'], extraHeaders: cookie === '-' ? undefined : { Cookie: cookie },
    });
    const score = name => Math.round(lhr.categories[name].score * 100);
    const failed = Object.values(lhr.audits).filter(audit => audit.score !== null && audit.score < 0.9 && audit.scoreDisplayMode === 'binary').map(audit => audit.id);
    console.log(`${score('accessibility')} ${score('performance')} ${score('best-practices')} ${new URL(url).pathname} ${failed.join(',')}`);
  }
} finally {
  chrome.kill();
}
