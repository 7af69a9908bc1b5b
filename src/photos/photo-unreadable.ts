/** The bytes say JPEG or PNG, but the decoder cannot, or may not, make a picture of them. */
export class PhotoUnreadable extends Error {
  override readonly name = 'PhotoUnreadable';
}
