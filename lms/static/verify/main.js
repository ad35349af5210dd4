// One script for the officer's page and for the worker behind it.

import { startPage } from "./verify.js";
import { startWorker } from "./worker.js";

if (self.document) startPage();
else startWorker();
