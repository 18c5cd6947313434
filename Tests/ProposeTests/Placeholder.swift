import Propose
