/** The bytes say JPEG or PNG, but the decoder cannot, or may not, make a picture of them. */
export class PhotoUnreadable extends Error {
  override readonly name: string = 'PhotoUnreadable';
}

/** It can perhaps be read, but not in the time a photo is given. */
export class PhotoTookTooLong extends PhotoUnreadable {
  override readonly name = 'PhotoTookTooLong';
}
