// The server has the whole visit: what this phone kept of it may go. Without a net the plan's page opens from the phone.
import { openStore } from "./store.js";

openStore().then((store) => store.forgetFinished()).catch(() => null);
