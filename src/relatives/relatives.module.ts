import { Module } from '@nestjs/common';
import { RelativesController } from './relatives.controller.js';
import { RelativesService } from './relatives.service.js';

/** Files that officers don't open because they are their own or a relative's. The refusal itself is access/own-files.ts. */
@Module({ controllers: [RelativesController], providers: [RelativesService], exports: [RelativesService] })
export class RelativesModule {}
