import { Injectable } from '@nestjs/common';
import { EDITOR_WIDTH } from './photo-pictures.js';
import { PhotoStore } from './photo-store.js';
import { PhotoWorkshop } from './workshop/photo-workshop.js';

/** A picture of a stored file that is no attempt yet. */
@Injectable()
export class PhotoPreviews {
  constructor(
    private readonly store: PhotoStore,
    private readonly workshop: PhotoWorkshop,
  ) {}

  /** All of it, as a JPEG without any metadata of the file it came from. */
  async whole(key: string): Promise<Buffer> {
    return this.workshop.preview(await this.store.get(key), { maxWidth: EDITOR_WIDTH });
  }
}
