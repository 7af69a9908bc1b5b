/** `node --openssl-legacy-provider s3-server.mjs FOLDER`: an S3 server (s3rver) with one bucket, until it is ended; says its port on stdout. */
import S3rver from 's3rver';

const server = new S3rver({
  port: 0,
  address: '127.0.0.1',
  silent: true,
  directory: process.argv[2],
  configureBuckets: [{ name: 'portal-photos', configs: [] }],
});
console.log((await server.run()).port);
