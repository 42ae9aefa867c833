"""The portal's page for referrals: a customer invites a business partner."""
