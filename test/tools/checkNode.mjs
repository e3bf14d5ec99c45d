// Imported first by what people run, in plain JavaScript, so that an old Node says so instead of failing on a .ts file.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(`Node ${process.versions.node} is too old for this repository's scripts: install Node 22.18 or newer.`);
  process.exit(1);
}
