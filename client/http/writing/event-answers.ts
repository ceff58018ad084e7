/** What a batch is answered with. */
import { z } from 'zod';
import { submissionShape } from '../../submissions/shapes.js';

export type SubmissionView = z.infer<typeof submissionShape>;

export const submissionShapeOf = (most: number) => z.object({ submissions: z.array(submissionShape).max(most) });
