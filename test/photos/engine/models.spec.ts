import { MODELS, readModel } from '../../../src/photos/engine/models.js';
import { TfliteFile } from '../../../src/photos/engine/tflite-file.js';
import { partOf } from '../../../src/photos/engine/tflite-part.js';

describe('the models', () => {
  it('are the ones of the pinned packages', () => {
    for (const source of Object.values(MODELS)) expect(readModel(source).length).toBeGreaterThan(10_000);
  });

  it('one that is not as expected is refused, and the message says which', () => {
    const changed = { ...MODELS.person, sha256: MODELS.mesh.sha256 };
    expect(() => readModel(changed)).toThrow(/selfie_segmentation\.tflite is not the expected one.*8d13b7fa/);
    expect(() => readModel({ ...MODELS.mesh, to: MODELS.mesh.to - 1 })).toThrow('is not the expected one');
  });

  it('a part of one has the steps between its ends, and none that LiteRT does not know', () => {
    const bytes = readModel(MODELS.attention);
    const whole = new TfliteFile(bytes);
    const known = whole.tensor('output_mesh_identity');
    const part = new TfliteFile(partOf(bytes, whole.inputs, [known]));
    expect(part.operators.length).toBeGreaterThan(50);
    expect(part.operators.length).toBeLessThan(whole.operators.length);
    expect(part.operators.every(({ custom }) => custom === null)).toBe(true);
    const custom = whole.operators.find((step) => step.custom === 'TransformLandmarks');
    expect(() => partOf(bytes, whole.inputs, custom?.outputs ?? [])).toThrow('needs the step');
    expect(() => whole.tensor('none of this name')).toThrow('none of this name');
  });
});
